/**
 * Building blocks for agents: parallel tool calls, the events of a turn, turns that
 * continue even while no browser is connected, approval of tool calls, and a chat memory
 * that stores whole turns. A turn is a message of the user with everything up to and
 * including the answer. It consists of rounds, each of which is a request to the model
 * and the execution of the tool calls in the response. The building blocks work with the
 * chat models of all providers.
 */
@NullMarked
package net.qhaigc.springai.gemini.agent;

import org.jspecify.annotations.NullMarked;
