/**
 * The threads, the clock and the time limits of a client, and its requests in progress.
 * {@link ClientSchedulers} contains the threads, with one {@code ClientExecutor} for each
 * purpose. {@link ClientClock} is the clock of timeouts and retries. A {@link TimeLimit}
 * ends an exchange that exceeds a limit. {@link RunningRequests} ends the exchanges of a
 * client that is closed. These public types are only for internal use.
 */
@NullMarked
package net.qhaigc.springai.gemini.client.scheduling;

import org.jspecify.annotations.NullMarked;
