package net.qhaigc.samples.rag;

import java.util.List;

import org.springframework.ai.document.Document;
import org.springframework.ai.reader.markdown.MarkdownDocumentReader;
import org.springframework.ai.reader.markdown.config.MarkdownDocumentReaderConfig;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Writes the files of the handbook to the vector store, one document for each heading.
 */
@Component
class Handbook implements InitializingBean {

	private final Resource[] files;

	private final VectorStore store;

	Handbook(@Value("classpath:handbook/*.md") Resource[] files, VectorStore store) {
		this.files = files;
		this.store = store;
	}

	@Override
	public void afterPropertiesSet() {
		for (Resource file : this.files) {
			// If the store is a database, it still contains the passages that an earlier
			// run of the application added.
			this.store.delete("file == '" + file.getFilename() + "'");
			this.store.add(passages(file));
		}
	}

	private static List<Document> passages(Resource file) {
		MarkdownDocumentReaderConfig config = MarkdownDocumentReaderConfig.builder()
			.withAdditionalMetadata("file", file.getFilename())
			.build();
		return new MarkdownDocumentReader(file, config).get();
	}

}
