import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;

/**
 * Finds the calls to other libraries in the given jars, and prints those whose method or
 * constructor is missing from the classpath. See .ci/compatibility.
 */
class LinkageCheck {

	/** A package of an optional dependency of the test kit. This dependency is not on the classpath of the starter. */
	private static final String OPTIONAL_PACKAGE = "tools/jackson/dataformat/yaml/";

	private static final Set<String> missing = new TreeSet<>();

	private static int resolved;

	public static void main(String[] jars) throws Exception {
		for (String name : jars) {
			try (JarFile jar = new JarFile(name)) {
				for (var entries = jar.entries(); entries.hasMoreElements();) {
					var entry = entries.nextElement();
					if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
						new ClassReader(jar.getInputStream(entry)).accept(new CallVisitor(entry.getName()),
								ClassReader.SKIP_DEBUG);
					}
				}
			}
		}
		System.out.println(resolved + " calls to other libraries resolved, " + missing.size() + " not resolved");
		missing.forEach(System.out::println);
		System.exit(missing.isEmpty() && resolved > 0 ? 0 : 1);
	}

	private static void check(String caller, String owner, String name, String descriptor) {
		if (owner.startsWith("net/qhaigc/") || owner.startsWith("java/") || owner.startsWith("[")
				|| owner.startsWith(OPTIONAL_PACKAGE)) {
			return;
		}
		try {
			ClassLoader loader = LinkageCheck.class.getClassLoader();
			Class<?> type = Class.forName(owner.replace('/', '.'), false, loader);
			MethodType signature = MethodType.fromMethodDescriptorString(descriptor, loader);
			if (exists(type, name, signature)) {
				resolved++;
			}
			else {
				missing.add(caller + " calls " + owner + "." + name + descriptor);
			}
		}
		catch (ClassNotFoundException | TypeNotPresentException | LinkageError ex) {
			missing.add(caller + " uses " + owner + ": " + ex);
		}
	}

	private static boolean exists(Class<?> type, String name, MethodType signature) {
		if (name.equals("<init>")) {
			return Stream.of(type.getDeclaredConstructors())
				.anyMatch((each) -> Arrays.equals(each.getParameterTypes(), signature.parameterArray()));
		}
		if (Stream.of(type.getDeclaredMethods())
			.anyMatch((each) -> each.getName().equals(name) && each.getReturnType() == signature.returnType()
					&& Arrays.equals(each.getParameterTypes(), signature.parameterArray()))) {
			return true;
		}
		Class<?> parent = type.isInterface() ? Object.class : type.getSuperclass();
		return Stream.concat(Stream.ofNullable(parent), Stream.of(type.getInterfaces()))
			.anyMatch((each) -> exists(each, name, signature));
	}

	private static final class CallVisitor extends ClassVisitor {

		private final String caller;

		CallVisitor(String caller) {
			super(SpringAsmInfo.ASM_VERSION);
			this.caller = caller;
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
				String[] exceptions) {
			String caller = this.caller;
			return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {

				@Override
				public void visitMethodInsn(int opcode, String owner, String called, String calledDescriptor,
						boolean isInterface) {
					check(caller, owner, called, calledDescriptor);
				}

				@Override
				public void visitInvokeDynamicInsn(String called, String calledDescriptor, Handle bootstrap,
						Object... arguments) {
					for (Object argument : arguments) {
						if (argument instanceof Handle handle && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
							check(caller, handle.getOwner(), handle.getName(), handle.getDesc());
						}
					}
				}

			};
		}

	}

}
