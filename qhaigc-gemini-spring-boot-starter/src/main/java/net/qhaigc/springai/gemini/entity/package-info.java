/**
 * Converts the JSON of a response to Java objects, even while the response is being
 * streamed. If a response cannot be converted, an exception says why. Works with the chat
 * models of all providers.
 */
@NullMarked
package net.qhaigc.springai.gemini.entity;

import org.jspecify.annotations.NullMarked;
