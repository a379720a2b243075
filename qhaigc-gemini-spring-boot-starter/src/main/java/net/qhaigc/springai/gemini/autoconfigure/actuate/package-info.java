/**
 * Auto-configuration for Spring Boot Actuator: the health indicator of the gateway, the
 * model in the info endpoint, and the sanitizing of API keys, proxy passwords and
 * additional headers.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
