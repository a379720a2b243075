/**
 * Auto-configuration for the {@code ChatClient.Builder} of the application: the limits of
 * its tool loop, and the checks of its structured output.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import org.jspecify.annotations.NullMarked;
