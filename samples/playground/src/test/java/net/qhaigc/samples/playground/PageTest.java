package net.qhaigc.samples.playground;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Each test is a first visit to the page, with no conversation in the memory.
 */
@PlaygroundTest
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
	final void visit() {
		this.gateway.reset();
		this.repository.findConversationIds().forEach(this.repository::deleteByConversationId);
		browser.visit(this.port);
	}

}
