package io.baresock.internal;

/**
 * Asks for stack before something is held that must be let go. The stack may overflow at the entry of any method, and where interpreted
 * code takes a lock. If it overflows here, nothing is held yet. Afterwards there is room for what lets it go.
 *
 * <p>An interpreted call of {@link #ask} takes 2 KiB, for its variables. A compiled one takes some bytes, but HotSpot looks for
 * those 2 KiB all the same when the method begins, because compiled code must be able to go on interpreted at any time. That happens when
 * an exception comes to a handler that C2 has left out, since JDK 22 because it never ran. It looks where a method begins that
 * calls others and is not inlined: so this one calls itself. It took 1 to 10 ns on a busy machine (JDK 17 and 25, C2).
 */
public final class StackRoom {

    /** For the end of a pin: ten frames or so, interpreted. */
    public static final int FOR_A_PIN = 2;
    /** For system calls as well. */
    public static final int FOR_CALLS = 8;

    private StackRoom() {}

    /** Throws StackOverflowError if there is little room, of 2 KiB for each level if interpreted, and of 2 KiB at least. */
    @SuppressWarnings({"UnusedVariable", "MultiVariableDeclaration"}) // they are to take room
    public static int ask(int levels) {
        long v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15;
        long v16, v17, v18, v19, v20, v21, v22, v23, v24, v25, v26, v27, v28, v29, v30, v31;
        long v32, v33, v34, v35, v36, v37, v38, v39, v40, v41, v42, v43, v44, v45, v46, v47;
        long v48, v49, v50, v51, v52, v53, v54, v55, v56, v57, v58, v59, v60, v61, v62, v63;
        long v64, v65, v66, v67, v68, v69, v70, v71, v72, v73, v74, v75, v76, v77, v78, v79;
        long v80, v81, v82, v83, v84, v85, v86, v87, v88, v89, v90, v91, v92, v93, v94, v95;
        long v96, v97, v98, v99, v100, v101, v102, v103, v104, v105, v106, v107, v108, v109, v110, v111;
        long v112, v113, v114, v115, v116, v117, v118, v119, v120, v121, v122, v123, v124, v125, v126, v127;
        return levels == 0 ? 0 : ask(levels - 1);
    }
}
