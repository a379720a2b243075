/**
 * The tool loop of {@code ChatClient} with a limit of rounds and with the usage of all
 * rounds. Works with the chat models of all providers.
 */
@NullMarked
package net.qhaigc.springai.gemini.advisor;

import org.jspecify.annotations.NullMarked;
