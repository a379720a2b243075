package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.Nullable;

/**
 * How images are made. The values are Google's and passed on as they are.
 *
 * @param aspectRatio such as {@code 16:9}; null leaves it to the model
 * @param imageSize {@code 512}, {@code 1K}, {@code 2K} or {@code 4K}; null leaves it to
 * the model
 */
public record ImageConfig(@Nullable String aspectRatio, @Nullable String imageSize) {

}
