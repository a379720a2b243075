/**
 * Renders a response with its sources as HTML or Markdown that is safe to display. The
 * entry point is {@link net.qhaigc.springai.gemini.rendering.ResponseRenderer}.
 * Internally, {@code Sources} numbers the sources and determines where the text refers to
 * them, and an {@code Output} writes one format.
 */
@NullMarked
package net.qhaigc.springai.gemini.rendering;

import org.jspecify.annotations.NullMarked;
