/**
 * The clients that are compared, each behind the same small interface, and each used the
 * way its own documentation shows.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
