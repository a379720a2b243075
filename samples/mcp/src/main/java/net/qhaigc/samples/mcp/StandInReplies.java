package net.qhaigc.samples.mcp;

import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Scripts the replies of the stand-in gateway, which is used if no API key is set. An
 * application does not need this class.
 */
class StandInReplies {

	StandInReplies(ObjectProvider<QhaigcGateway> gateway, @Value("${sample.folder}") String folder) {
		gateway.ifAvailable((standIn) -> script(standIn, folder));
	}

	private static void script(QhaigcGateway gateway, String folder) {
		gateway.callTool("find_books", Map.of("subject", "tea"));
		gateway.reply("The library has The Classic of Tea by Lu Yu, and The Book of Tea by Okakura Kakuzo.");
		gateway.callTool("get_sum", Map.of("a", 19, "b", 23));
		gateway.reply("19 plus 23 is 42.");
		gateway.callTool("get_tiny_image", Map.of());
		gateway.replyStream("The logo consists of ", "three lines.");
		gateway.callTool("read_text_file", Map.of("path", folder + "/note.txt"));
		gateway.replyStream("It closes ", "at nine.");
	}

}
