/**
 * Auto-configuration for the chat models of the Qhaigc gateway. It binds properties and
 * defines beans; the library contains the implementation.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.NullMarked;
