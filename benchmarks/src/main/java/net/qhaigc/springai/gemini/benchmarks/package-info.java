/**
 * Measures what a call and a stream cost, beside other clients and two limits. A
 * {@code Row} is one line of the table, a {@code Task} what is asked, a {@code Peer} who
 * asks it.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks;

import org.jspecify.annotations.NullMarked;
