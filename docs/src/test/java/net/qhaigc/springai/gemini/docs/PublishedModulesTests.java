package net.qhaigc.springai.gemini.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verifies the POM files of the modules that a release publishes. All other modules set
 * the property {@code maven.deploy.skip}.
 */
class PublishedModulesTests {

	private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	private static final String BOM = "qhaigc-gemini-bom";

	@Test
	void bomManagesEachPublishedModule() {
		assertThat(values(pom(BOM), "/project/dependencyManagement//artifactId")).isNotEmpty()
			.containsExactlyInAnyOrderElementsOf(publishedModulesExceptBom());
	}

	@Test
	void bomHasSameVersionAsRootProject() {
		assertThat(values(pom(BOM), "/project/version")).isEqualTo(values(pom(""), "/project/version"));
		assertThat(values(pom(BOM), "/project/dependencyManagement//version")).containsOnly("${project.version}");
	}

	@Test
	void bomHasNoParentAndNoImports() {
		assertThat(values(pom(BOM), "/project/parent | //scope")).isEmpty();
	}

	@Test
	void bomRepeatsInformationOfRootProject() {
		for (String element : List.of("organization", "licenses", "developers", "scm", "url", "groupId")) {
			assertThat(values(pom(BOM), "/project/" + element)).as(element)
				.isNotEmpty()
				.isEqualTo(values(pom(""), "/project/" + element));
		}
	}

	@Test
	void publishedModulesHaveSourcesAndJavadoc() {
		for (String module : publishedModulesExceptBom()) {
			assertThat(values(pom(module), "/project/build/plugins/plugin/artifactId")).as(module)
				.contains("maven-source-plugin", "maven-javadoc-plugin");
		}
	}

	private static List<String> publishedModulesExceptBom() {
		Document root = pom("");
		return Stream
			.concat(values(root, "/project/modules/module").stream(),
					values(root, "/project/profiles/profile/modules/module").stream())
			.filter((module) -> !module.equals(BOM))
			.filter((module) -> values(pom(module), "/project/properties/maven.deploy.skip[. = 'true']").isEmpty())
			.toList();
	}

	private static Document pom(String module) {
		try {
			return DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(REPOSITORY.resolve(module).resolve("pom.xml").toFile());
		}
		catch (Exception ex) {
			throw new IllegalStateException("Cannot read the POM file in the folder '" + module + "'", ex);
		}
	}

	private static List<String> values(Document pom, String path) {
		try {
			NodeList nodes = (NodeList) XPathFactory.newInstance()
				.newXPath()
				.evaluate(path, pom, XPathConstants.NODESET);
			return Stream.iterate(0, (i) -> i < nodes.getLength(), (i) -> i + 1)
				.map((i) -> nodes.item(i).getTextContent().replaceAll("\\s+", " ").strip())
				.toList();
		}
		catch (Exception ex) {
			throw new IllegalArgumentException("Cannot evaluate the XPath expression '" + path + "'", ex);
		}
	}

}
