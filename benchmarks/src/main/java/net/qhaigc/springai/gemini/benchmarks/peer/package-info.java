/**
 * The clients that are compared, with a common interface. Each client is used as its
 * documentation describes.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
