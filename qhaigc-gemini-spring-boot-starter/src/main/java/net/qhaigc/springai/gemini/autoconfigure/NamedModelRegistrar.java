package net.qhaigc.springai.gemini.autoconfigure;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;

/**
 * Registers a bean for each model that is configured by name. It is found by its name or
 * as a qualifier alone, so that {@code ChatClient.Builder} is not in doubt which model is
 * meant.
 */
final class NamedModelRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	NamedModelRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		for (String name : new NamedModelReader(this.environment).names()) {
			if (!registry.containsBeanDefinition(name)) {
				registry.registerBeanDefinition(name, definition(name));
			}
		}
	}

	private static RootBeanDefinition definition(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(QhaigcGeminiChatModel.class);
		definition.setFactoryBeanName("qhaigcNamedModels");
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setDefaultCandidate(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		return definition;
	}

}
