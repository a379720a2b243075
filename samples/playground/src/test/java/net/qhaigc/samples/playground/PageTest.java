package net.qhaigc.samples.playground;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Base class for tests that use the page in a browser. By default, each test opens the
 * page as on a first visit, without stored conversations.
 */
@PlaygroundTest
@Tag("browser")
abstract class PageTest {

	@RegisterExtension
	static final Browser browser = new Browser();

	@Autowired
	QhaigcGateway gateway;

	@Autowired
	ChatMemoryRepository repository;

	@LocalServerPort
	int port;

	@BeforeEach
	final void openPage() {
		this.gateway.reset();
		this.repository.findConversationIds().forEach(this.repository::deleteByConversationId);
		open();
	}

	void open() {
		browser.open(this.port);
	}

}
