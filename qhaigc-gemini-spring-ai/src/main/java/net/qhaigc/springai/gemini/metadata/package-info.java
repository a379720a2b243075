/**
 * What an answer holds beside its text, as one typed, null-safe view.
 */
@NullMarked
package net.qhaigc.springai.gemini.metadata;

import org.jspecify.annotations.NullMarked;
