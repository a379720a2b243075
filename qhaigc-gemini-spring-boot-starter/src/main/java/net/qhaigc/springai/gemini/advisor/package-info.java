/**
 * The tool loop of {@code ChatClient} with a limit on its rounds and with the total usage
 * of all rounds. A round is a request to the model together with the execution of the
 * tool calls in its response. The loop works with the chat models of all providers.
 */
@NullMarked
package net.qhaigc.springai.gemini.advisor;

import org.jspecify.annotations.NullMarked;
