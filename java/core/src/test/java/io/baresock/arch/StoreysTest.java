package io.baresock.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaModifier.NATIVE;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.baresock.internal.backend.Backend;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The storeys of the house: everything that a call of {@code Bsd} or {@code Socket} names is in {@code io.baresock}; what is built on top of
 * them has a room above; what they are built from is in a room below, under {@code internal}, and knows nothing of {@code io.baresock}.
 *
 * <p>A package knows only what stands below it.
 */
class StoreysTest {

    /** From the top down; packages of one storey do not know each other either. */
    private static final List<String> STOREYS = List.of(
            "io.baresock.tool",
            "io.baresock.async",
            "io.baresock.poll",
            "io.baresock.bpf",
            "io.baresock.option",
            "io.baresock.handover",
            "io.baresock.zerocopy",
            "io.baresock.text",
            "io.baresock",
            "io.baresock.counters",
            "io.baresock.internal.access",
            "io.baresock.internal.call",
            "io.baresock.internal.message",
            "io.baresock.internal.address",
            "io.baresock.constants",
            "io.baresock.internal",
            "io.baresock.internal.backend",
            "io.baresock.internal.jfr");

    private static final String BACKEND = "io.baresock.internal.backend";
    private static final Path CLASSES = classesFolder();
    private static final JavaClasses BASE = new ClassFileImporter().importPath(CLASSES.resolve("io"));
    private static final JavaClasses OVERLAY =
            new ClassFileImporter().importPath(CLASSES.resolve("META-INF/versions/22"));

    private static Path classesFolder() {
        try {
            return Path.of(Backend.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(ArchRule rule) {
        rule.check(BASE);
        rule.check(OVERLAY);
    }

    @Test
    void everyPackage_hasItsStorey() {
        check(classes().should().resideInAnyPackage(STOREYS.toArray(String[]::new)));
    }

    static IntStream storeys() {
        return IntStream.range(1, STOREYS.size());
    }

    @ParameterizedTest
    @MethodSource("storeys")
    void storey_knowsNothingAboveIt(int storey) {
        List<String> above = new ArrayList<>(STOREYS.subList(0, storey));
        noClasses()
                .that()
                .resideInAPackage(STOREYS.get(storey))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above.toArray(String[]::new))
                .allowEmptyShould(true) // a storey that is not built yet
                .check(BASE);
    }

    @Test
    void overlay_isInTheBackendAlone_andKnowsNothingAboveIt() {
        classes().should().resideInAPackage(BACKEND).check(OVERLAY);
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.baresock..").and(DescribedPredicate.not(resideInAPackage(BACKEND))))
                .check(OVERLAY);
    }

    @Test
    void packages_haveNoCycles() {
        SliceAssignment byPackage = new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                return SliceIdentifier.of(javaClass.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
        slices().assignedFrom(byPackage).should().beFreeOfCycles().check(BASE);
    }

    @Test
    void api_neverShowsAnInternalType() {
        DescribedPredicate<JavaMethod> seen = DescribedPredicate.describe(
                "seen by users",
                method -> method.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
                        && (method.getModifiers().contains(JavaModifier.PUBLIC)
                                || method.getModifiers().contains(JavaModifier.PROTECTED))
                        && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && !method.getOwner().getPackageName().contains(".internal")
                        && !method.getOwner().getPackageName().endsWith(".tool"));
        DescribedPredicate<JavaClass> internal = resideInAPackage("io.baresock.internal..");
        noMethods().that(are(seen)).should().haveRawReturnType(internal).check(BASE);
        noMethods()
                .that(are(seen))
                .should()
                .haveRawParameterTypes(DescribedPredicate.describe(
                        "with an internal type", types -> types.stream().anyMatch(internal)))
                .check(BASE);
    }

    @Test
    void natives_areInOneClass_withoutState() {
        methods()
                .that()
                .haveModifier(NATIVE)
                .should()
                .beDeclaredInClassesThat(simpleName("Natives").and(resideInAPackage(BACKEND)))
                .check(BASE);
        noMethods().should().haveModifier(NATIVE).check(OVERLAY);
        // A static initialiser that called a native method would run before JNI_OnLoad registers it.
        noFields().should().beDeclaredInClassesThat(simpleName("Natives")).check(BASE);
    }

    @Test
    void backends_knowNoIoException() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(BACKEND)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(IOException.class);
        check(rule);
    }

    /** So that the lists of downcalls for native images are complete: the generated one and that of JdkSupport's memfd. */
    @Test
    void downcalls_areMadeInTwoClasses() {
        classes()
                .that(DescribedPredicate.describe("call the Linker", c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getName().equals("java.lang.foreign.Linker"))))
                .should()
                .haveNameMatching(".*\\.(FfmLibrary|JdkSupport)")
                .check(OVERLAY);
    }
}
