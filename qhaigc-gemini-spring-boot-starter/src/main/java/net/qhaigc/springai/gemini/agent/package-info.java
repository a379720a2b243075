/**
 * Building blocks for agents: parallel tool calls, the events of a turn, responses that
 * continue without a browser, approval of tool calls, and a chat memory that stores whole
 * turns. Works with the chat models of all providers.
 */
@NullMarked
package net.qhaigc.springai.gemini.agent;

import org.jspecify.annotations.NullMarked;
