/**
 * A stand-in gateway that runs in the same process as the test.
 * {@link net.qhaigc.springai.gemini.test.QhaigcGateway} starts the server,
 * {@link net.qhaigc.springai.gemini.test.ReplyScript} scripts its replies, and
 * {@link net.qhaigc.springai.gemini.test.ReceivedRequest} is a request that the server
 * received.
 */
@NullMarked
package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.NullMarked;
