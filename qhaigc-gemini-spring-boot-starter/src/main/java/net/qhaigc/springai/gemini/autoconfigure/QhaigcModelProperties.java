package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of one model under {@code qhaigc.models}: the connection and quota
 * properties of {@code qhaigc}, and the options of the model.
 */
public class QhaigcModelProperties extends QhaigcProperties {

	/**
	 * Default options of the model.
	 */
	@NestedConfigurationProperty
	private @Nullable QhaigcChatProperties chat;

	/**
	 * Return the properties of a model that has an empty value in place of properties,
	 * such as {@code qhaigc.models.fast=}. Such a model inherits all properties from
	 * {@code qhaigc}.
	 * @param value the value
	 * @return properties without values
	 */
	public static QhaigcModelProperties valueOf(String value) {
		return new QhaigcModelProperties();
	}

	public @Nullable QhaigcChatProperties getChat() {
		return this.chat;
	}

	public void setChat(@Nullable QhaigcChatProperties chat) {
		this.chat = chat;
	}

}
