/**
 * Java objects from the JSON of a response: while it streams, and with exceptions that
 * say why a response contains no object. Works with the chat models of all providers.
 */
@NullMarked
package net.qhaigc.springai.gemini.entity;

import org.jspecify.annotations.NullMarked;
