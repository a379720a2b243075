/**
 * Auto-configuration for the chat models of the Qhaigc gateway. It binds properties and
 * defines beans; the library decides what they mean.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.NullMarked;
