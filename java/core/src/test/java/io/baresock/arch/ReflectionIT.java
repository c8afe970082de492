package io.baresock.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.Baresock;
import io.baresock.Bsd;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every public member of every exported type can be used from another package by plain reflection, without setAccessible. Clojure,
 * GraalVM languages and many libraries see nothing else. A member that is declared in a class that is not public cannot.
 */
class ReflectionIT {

    private static List<Member> publicMembers(Class<?> type) {
        List<Member> members = new ArrayList<>(List.of(type.getConstructors()));
        members.addAll(List.of(type.getFields()));
        for (Method m : type.getMethods()) {
            if (m.getDeclaringClass() != Object.class) {
                members.add(m);
            }
        }
        return members;
    }

    /**
     * Whether reflection lets this class use a member. A static field is read. Anything else is called with one argument too many, and
     * on an object of another class. Reflection looks at access first and refuses the rest afterwards, so that nothing is run: a call
     * that ran with made-up arguments might close a descriptor of this process.
     */
    private static boolean isWithinReach(Member member) {
        try {
            if (member instanceof Field f) {
                f.get(Modifier.isStatic(f.getModifiers()) ? null : new Object());
                return true;
            } else if (member instanceof Method m) {
                m.invoke(new Object(), new Object[m.getParameterCount() + 1]);
            } else if (member instanceof Constructor<?> c) {
                c.newInstance(new Object[c.getParameterCount() + 1]);
            }
            throw new AssertionError(member + " was called");
        } catch (IllegalArgumentException | InstantiationException e) {
            return true; // access was granted; then the arguments were refused, or the class for being abstract
        } catch (IllegalAccessException e) {
            return false;
        } catch (InvocationTargetException e) {
            throw new AssertionError(member + " was called", e);
        }
    }

    @Test
    void everyPublicMember_canBeUsedByReflection() throws Exception {
        Set<String> offenders = new TreeSet<>();
        int seen = 0;
        for (Class<?> type : ExportedTypes.all()) {
            for (Member member : publicMembers(type)) {
                seen++;
                if (!isWithinReach(member)) {
                    offenders.add(type.getName() + ": " + member);
                }
            }
        }
        assertEquals("", String.join("\n", offenders));
        assertTrue(seen > 2000, seen + " members"); // the constants alone are more than 1400
    }

    @Test
    void everyConstant_isReadByItsName() throws Exception {
        for (Map.Entry<String, Integer> constant : Baresock.constants().entrySet()) {
            Field f = Bsd.class.getField(constant.getKey());
            assertEquals(constant.getValue(), f.get(null), constant.getKey());
        }
    }

    @Test
    void everyParentOfAPublicType_isPublic() throws Exception {
        Set<String> exported = ExportedTypes.packages();
        Set<String> offenders = new TreeSet<>();
        for (Class<?> type : ExportedTypes.all()) {
            for (Class<?> parent : parents(type)) {
                boolean ours = parent.getName().startsWith("io.baresock.");
                boolean shown = ExportedTypes.isPublic(parent) && (!ours || exported.contains(parent.getPackageName()));
                if (!shown) {
                    offenders.add(type.getName() + " has the parent " + parent.getName());
                }
            }
        }
        assertEquals("", String.join("\n", offenders));
    }

    /** Superclass and interfaces, and theirs. */
    private static Set<Class<?>> parents(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        List<Class<?>> next = new ArrayList<>(List.of(type.getInterfaces()));
        if (type.getSuperclass() != null) {
            next.add(type.getSuperclass());
        }
        for (Class<?> parent : next) {
            all.add(parent);
            all.addAll(parents(parent));
        }
        return all;
    }

    /** So that the tests above can fail: the class of this list is not public, and so its methods cannot be called. */
    @Test
    void aMemberOfAClassThatIsNotPublic_isOutOfReach() throws Exception {
        Class<?> hidden = Collections.unmodifiableList(List.of()).getClass();
        assertFalse(isWithinReach(hidden.getMethod("size")));
        assertTrue(isWithinReach(List.class.getMethod("size")));
    }
}
