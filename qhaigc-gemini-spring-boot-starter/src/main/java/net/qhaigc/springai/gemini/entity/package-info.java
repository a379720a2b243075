/**
 * Converts the JSON of a response to Java objects, even while the response streams, and
 * with exceptions that say why it does not contain an object. Works with the chat models
 * of all providers.
 */
@NullMarked
package net.qhaigc.springai.gemini.entity;

import org.jspecify.annotations.NullMarked;
