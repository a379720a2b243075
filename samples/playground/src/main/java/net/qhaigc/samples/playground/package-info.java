/**
 * A web page to try out the models of the gateway. The controllers are the HTTP API of
 * the page, {@link Assistant} sends the messages of the page to a model,
 * {@link ConversationRepository} reads and changes the chat memory, and
 * {@link RecentTurns} keeps the HTTP exchanges of the most recent turns.
 */
@NullMarked
package net.qhaigc.samples.playground;

import org.jspecify.annotations.NullMarked;
