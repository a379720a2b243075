/**
 * The clients that are compared, with a common interface. Each is used as its own
 * documentation shows.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
