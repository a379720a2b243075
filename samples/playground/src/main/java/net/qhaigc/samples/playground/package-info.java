/**
 * A web page to chat with the models of the gateway. {@link PlaygroundController} is the
 * page's door, {@link Assistant} answers, {@link Conversations} remembers.
 */
@NullMarked
package net.qhaigc.samples.playground;

import org.jspecify.annotations.NullMarked;
