/**
 * Warnings about what encoding and decoding drop or change. {@code WarnOnce} logs each
 * warning once for each chat model; all other packages of the codec can use this class.
 * {@code IgnoredOptions} creates the warnings about options that an endpoint does not
 * support.
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.warning;

import org.jspecify.annotations.NullMarked;
