package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.Nullable;

/**
 * Settings for image generation: Google's {@code imageConfig}. The values are sent
 * unchanged.
 *
 * @param aspectRatio ratio of width to height, such as {@code 16:9}; null for the model's
 * default
 * @param imageSize {@code 512}, {@code 1K}, {@code 2K} or {@code 4K}; null for the
 * model's default
 */
public record ImageConfig(@Nullable String aspectRatio, @Nullable String imageSize) {

}
