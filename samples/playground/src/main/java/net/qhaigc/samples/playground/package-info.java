/**
 * A web page to chat with the models of the gateway. {@link PlaygroundController} is the
 * HTTP API of the page, {@link Assistant} sends its messages to a model, and
 * {@link ConversationRepository} reads the chat memory.
 */
@NullMarked
package net.qhaigc.samples.playground;

import org.jspecify.annotations.NullMarked;
