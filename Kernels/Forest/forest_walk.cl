#pragma OPENCL FP_CONTRACT OFF
// The classes and votes of pixels, one at a time (forest_trees.cl).
OUTLINED_KERNEL(forest_walk, WALK_ARGUMENTS, WALK_VALUES)
{
    walk(WALK_VALUES, item, 0);
}
