package net.qhaigc.samples.computeruse;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.springframework.ai.content.Media;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.MediaToolCallResultConverter;

/**
 * Google's predefined functions for a browser. Google declares them, so they need no
 * descriptions. Each function executes one step, and returns the URL and a screenshot of
 * the page after this step.
 */
@Component
class BrowserTools {

	/** The default distance to scroll, in Google's coordinates from 0 to 999. */
	private static final int DEFAULT_MAGNITUDE = 800;

	private static final int CENTER = 500;

	private final Browser browser;

	private final Confirmation confirmation;

	BrowserTools(Browser browser, Confirmation confirmation) {
		this.browser = browser;
		this.confirmation = confirmation;
	}

	@Tool(name = "open_web_browser", resultConverter = MediaToolCallResultConverter.class)
	PageState openWebBrowser(@ToolParam(required = false) SafetyDecision safety_decision) {
		return step("open_web_browser()", safety_decision, this.browser::openStartPage);
	}

	@Tool(name = "navigate", resultConverter = MediaToolCallResultConverter.class)
	PageState navigate(String url, @ToolParam(required = false) SafetyDecision safety_decision) {
		return step("navigate(" + url + ")", safety_decision, () -> this.browser.open(url));
	}

	@Tool(name = "go_back", resultConverter = MediaToolCallResultConverter.class)
	PageState goBack(@ToolParam(required = false) SafetyDecision safety_decision) {
		return step("go_back()", safety_decision, this.browser::back);
	}

	@Tool(name = "go_forward", resultConverter = MediaToolCallResultConverter.class)
	PageState goForward(@ToolParam(required = false) SafetyDecision safety_decision) {
		return step("go_forward()", safety_decision, this.browser::forward);
	}

	/**
	 * Opens the start page of the sample's shop, since the browser cannot open any other
	 * site. Google's own sample opens a search engine.
	 */
	@Tool(name = "search", resultConverter = MediaToolCallResultConverter.class)
	PageState search(@ToolParam(required = false) SafetyDecision safety_decision) {
		return step("search()", safety_decision, this.browser::openStartPage);
	}

	// tag::click[]
	@Tool(name = "click_at", resultConverter = MediaToolCallResultConverter.class)
	PageState clickAt(int x, int y, @ToolParam(required = false) SafetyDecision safety_decision) {
		return step("click_at(" + x + ", " + y + ")", safety_decision, () -> this.browser.click(x, y));
	}
	// end::click[]

	@Tool(name = "hover_at", resultConverter = MediaToolCallResultConverter.class)
	PageState hoverAt(int x, int y, @ToolParam(required = false) SafetyDecision safety_decision) {
		return step("hover_at(" + x + ", " + y + ")", safety_decision, () -> this.browser.moveTo(x, y));
	}

	@Tool(name = "type_text_at", resultConverter = MediaToolCallResultConverter.class)
	PageState typeTextAt(int x, int y, String text, @ToolParam(required = false) Boolean press_enter,
			@ToolParam(required = false) Boolean clear_before_typing,
			@ToolParam(required = false) SafetyDecision safety_decision) {
		return step("type_text_at(" + x + ", " + y + ", " + text + ")", safety_decision, () -> this.browser.type(x, y,
				text, !Boolean.FALSE.equals(clear_before_typing), !Boolean.FALSE.equals(press_enter)));
	}

	@Tool(name = "key_combination", resultConverter = MediaToolCallResultConverter.class)
	PageState keyCombination(String keys, @ToolParam(required = false) SafetyDecision safety_decision) {
		return step("key_combination(" + keys + ")", safety_decision, () -> this.browser.press(keys));
	}

	@Tool(name = "drag_and_drop", resultConverter = MediaToolCallResultConverter.class)
	PageState dragAndDrop(int x, int y, int destination_x, int destination_y,
			@ToolParam(required = false) SafetyDecision safety_decision) {
		return step("drag_and_drop(" + x + ", " + y + ", " + destination_x + ", " + destination_y + ")",
				safety_decision, () -> this.browser.drag(x, y, destination_x, destination_y));
	}

	@Tool(name = "scroll_at", resultConverter = MediaToolCallResultConverter.class)
	PageState scrollAt(int x, int y, String direction, @ToolParam(required = false) Integer magnitude,
			@ToolParam(required = false) SafetyDecision safety_decision) {
		return step("scroll_at(" + x + ", " + y + ", " + direction + ")", safety_decision,
				() -> this.browser.scrollAt(x, y, direction, (magnitude != null) ? magnitude : DEFAULT_MAGNITUDE));
	}

	@Tool(name = "scroll_document", resultConverter = MediaToolCallResultConverter.class)
	PageState scrollDocument(String direction, @ToolParam(required = false) SafetyDecision safety_decision) {
		return step("scroll_document(" + direction + ")", safety_decision,
				() -> this.browser.scrollAt(CENTER, CENTER, direction, DEFAULT_MAGNITUDE));
	}

	@Tool(name = "wait_5_seconds", resultConverter = MediaToolCallResultConverter.class)
	PageState waitFiveSeconds(@ToolParam(required = false) SafetyDecision safety_decision) {
		return step("wait_5_seconds()", safety_decision, () -> this.browser.pause(5));
	}

	// tag::step[]
	private PageState step(String call, SafetyDecision decision, Runnable action) {
		System.out.println(call);
		boolean risky = decision != null && "require_confirmation".equals(decision.decision());
		if (risky && !this.confirmation.confirm(decision.explanation())) {
			throw new IllegalStateException("The user did not allow this step.");
		}
		action.run();
		return new PageState(this.browser.url(), risky ? "true" : null, this.browser.screenshot());
	}
	// end::step[]

	record SafetyDecision(String decision, String explanation) {
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record PageState(String url, String safety_acknowledgement, Media screenshot) {
	}

}
