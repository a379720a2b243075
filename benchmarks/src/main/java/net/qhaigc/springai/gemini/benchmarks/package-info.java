/**
 * Measures the calls and streams of this project in comparison with other clients and
 * four baselines. A {@code Measurement} produces a row of the table of results, a
 * {@code Task} is the content of a request, and a {@code MeasuredClient} is one of the
 * clients that are compared.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks;

import org.jspecify.annotations.NullMarked;
