/**
 * The clients that are compared, with a common interface. Each client is used as its
 * documentation describes.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.client;

import org.jspecify.annotations.NullMarked;
