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
 * Registers a bean for each model under {@code qhaigc.models}. The beans are not default
 * candidates: they are autowired only with a {@code @Qualifier}, so that the
 * auto-configured {@code ChatClient.Builder} still finds a single chat model.
 */
final class NamedModelRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	NamedModelRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry) {
		for (String name : new NamedModelReader(this.environment).names()) {
			if (!registry.containsBeanDefinition(name)) {
				registry.registerBeanDefinition(name, definition(name));
			}
		}
	}

	private static RootBeanDefinition definition(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(QhaigcGeminiChatModel.class);
		definition.setFactoryBeanName("qhaigcNamedModelRegistry");
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setDefaultCandidate(false);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		return definition;
	}

}
