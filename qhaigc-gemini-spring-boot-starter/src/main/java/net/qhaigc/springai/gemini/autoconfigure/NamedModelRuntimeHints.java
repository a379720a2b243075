package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Runtime hints for the types that {@link NamedModelReader} binds with a {@code Binder},
 * whether or not they are also bound as beans.
 */
final class NamedModelRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar.forTypes(QhaigcProperties.class, QhaigcChatProperties.class).registerHints(hints);
	}

}
