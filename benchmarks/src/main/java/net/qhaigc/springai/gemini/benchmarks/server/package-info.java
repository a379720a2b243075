/**
 * The servers that the clients call. Each server runs in its own JVM.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.server;

import org.jspecify.annotations.NullMarked;
