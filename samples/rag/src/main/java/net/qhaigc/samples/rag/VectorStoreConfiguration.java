package net.qhaigc.samples.rag;

import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Configures an in-memory vector store, unless the profile {@code postgres} is active.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!postgres")
class VectorStoreConfiguration {

	@Bean
	VectorStore vectorStore(EmbeddingModel embeddings) {
		return SimpleVectorStore.builder(embeddings).build();
	}

}
