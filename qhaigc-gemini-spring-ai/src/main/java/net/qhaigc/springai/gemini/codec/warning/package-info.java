/**
 * Warnings about what encoding and decoding drop or change. The entry point is
 * {@code WarnOnce}, which logs each of them once for each model; every other package of
 * the codec may use it. {@code IgnoredOptions} are the warnings about options that an
 * endpoint does not support.
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.warning;

import org.jspecify.annotations.NullMarked;
