package io.processhub.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.time.Instant;

/** Loads the classes of the hub anew, one of them changed. */
final class MutantLoader extends ClassLoader {

    private static final String OURS = "io.processhub.";

    private static final ClassDesc INSTANT = ClassDesc.of(Instant.class.getName());

    private final Mutant mutant;

    private int changed;

    MutantLoader(Mutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.mutant = mutant;
    }

    /** How many methods were changed so far. */
    int changed() {
        return this.changed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null || !name.startsWith(OURS)) {
                return (known != null) ? known : super.loadClass(name, resolve);
            }
            byte[] bytes = read(name);
            boolean meant = name.endsWith("." + this.mutant.type());
            byte[] code = meant ? mutate(bytes) : bytes;
            return defineClass(name, code, 0, code.length);
        }
    }

    private static byte[] read(String name) throws ClassNotFoundException {
        try (InputStream in = MutantLoader.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private byte[] mutate(byte[] bytes) {
        ClassFile file = ClassFile.of();
        return file.transformClass(file.parse(bytes), ClassTransform.transformingMethods(
                (method) -> this.mutant.methods().contains(method.methodName().stringValue()), (builder, element) -> {
                    if (element instanceof CodeModel code) {
                        change(builder, code);
                    }
                    else {
                        builder.with(element);
                    }
                }));
    }

    private void change(MethodBuilder builder, CodeModel code) {
        this.changed++;
        ClassDesc type = code.parent().orElseThrow().methodTypeSymbol().returnType();
        if (this.mutant.change() == Mutant.Change.MORE && !type.equals(ConstantDescs.CD_boolean)) {
            builder.transformCode(code, (body, element) -> {
                if (element instanceof ReturnInstruction) {
                    more(body, type);
                }
                body.with(element);
            });
        }
        else {
            builder.withCode((body) -> answer(body, TypeKind.from(type)));
        }
    }

    private static void more(CodeBuilder body, ClassDesc type) {
        if (type.equals(ConstantDescs.CD_int)) {
            body.loadConstant(1).iadd();
        }
        else {
            body.loadConstant(3L)
                .invokevirtual(INSTANT, "plusSeconds", MethodTypeDesc.of(INSTANT, ConstantDescs.CD_long));
        }
    }

    private void answer(CodeBuilder body, TypeKind kind) {
        int answer = (this.mutant.change() == Mutant.Change.YES) ? 1 : 0;
        if (kind == TypeKind.LONG) {
            body.loadConstant((long) answer);
        }
        else {
            body.loadConstant(answer);
        }
        body.return_(kind);
    }

    /** Plays a life with the changed class. */
    void run(long seed) throws ReflectiveOperationException {
        if (this.mutant.story() == null) {
            fight(seed);
        }
        else {
            var play = method(Story.class, "play", String.class, long.class);
            play.invoke(null, this.mutant.story().name(), seed);
        }
    }

    private void fight(long seed) throws ReflectiveOperationException {
        Object tolerance = loadClass(OURS + "partition.MajorityQuorum").getConstructor(int.class, boolean.class)
            .newInstance(1, true);
        String life = this.mutant.isOfReplicas() ? "fightForRoles" : "fight";
        method(Chaos.class, life, long.class, loadClass(OURS + "PartitionToleranceStrategy")).invoke(null, seed,
                tolerance);
    }

    private Method method(Class<?> type, String name, Class<?>... parameters) throws ReflectiveOperationException {
        Method method = loadClass(type.getName()).getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

}
