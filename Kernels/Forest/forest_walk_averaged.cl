#pragma OPENCL FP_CONTRACT OFF
// The classes of averaged forests, and their averages, one pixel at a time (forest_trees.cl, forest_average.cl).
OUTLINED_KERNEL(forest_walk_averaged, WALK_ARGUMENTS, WALK_VALUES)
{
    walk(WALK_VALUES, item, 1);
}
