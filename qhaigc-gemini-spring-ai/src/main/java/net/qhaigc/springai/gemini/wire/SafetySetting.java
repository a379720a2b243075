package net.qhaigc.springai.gemini.wire;

/**
 * Google's {@code SafetySetting}.
 *
 * @param category such as {@code HARM_CATEGORY_HARASSMENT}
 * @param threshold such as {@code BLOCK_ONLY_HIGH}
 */
public record SafetySetting(String category, String threshold) {

}
