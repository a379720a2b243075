/**
 * Measures the cost of calls and streams, compared with other clients and two lower
 * limits. A {@code Row} measures one line of the table, a {@code Task} is a request, and
 * a {@code Peer} is a client.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks;

import org.jspecify.annotations.NullMarked;
