"""Texts of features: APOC's predefined sets, and picks of those whose values are bit-exact."""

from apoc import PredefinedFeatureSet

PREDEFINED = {one.name: one.value for one in PredefinedFeatureSet if one.name != "custom"}

#: Name -> the numbers that are tried. Larger windows of medians are undefined in APOC.
WINDOWS = [1, 2, 3, 5]
ANYWHERE = {
    "gaussian_blur": [0.3, 0.5, 1, 1.5, 2, 4, 10, 25],
    "difference_of_gaussian": [1, 1.7, 2, 5],
    "laplace_box": [0], "laplace_diamond": [0], "gradient_x": [0], "gradient_y": [0],
    "laplace_box_of_gaussian_blur": [1, 2, 5, 10],
    "gradient_x_of_gaussian_blur": [1, 3],
    "minimum_box": WINDOWS, "maximum_box": WINDOWS, "mean_box": WINDOWS, "median_box": [1, 2, 3],
    "minimum_sphere": WINDOWS, "maximum_sphere": WINDOWS, "mean_sphere": WINDOWS, "median_sphere": [1, 2, 4],
    "top_hat_box": WINDOWS, "top_hat_sphere": WINDOWS, "bottom_hat_box": WINDOWS, "bottom_hat_sphere": WINDOWS,
    "opening_box": WINDOWS, "closing_sphere": WINDOWS,
    "subtract_gaussian_background": [2, 5],
    "laplace_box_of_median_box": [1, 2],
    "mean_box_of_top_hat_box": [2],
}
PLANE_ONLY = {
    "sobel": [0], "sobel_of_gaussian_blur": [1, 2, 5, 10], "sobel_of_median_box": [1, 3],
    "small_hessian_eigenvalue": [0], "large_hessian_eigenvalue": [0],
    "small_hessian_eigenvalue_of_gaussian_blur": [1, 2], "large_hessian_eigenvalue_of_gaussian_blur": [1, 3],
}
#: Where a differing last bit is expected: powf, and divisions.
NOT_EXACT = {
    2: ["variance_box=2", "variance_sphere=3", "standard_deviation_box=1", "standard_deviation_sphere=2",
        "divide_by_gaussian_background=3"],
    3: ["variance_box=1", "standard_deviation_box=1", "small_hessian_eigenvalue=1",
        "large_hessian_eigenvalue_of_gaussian_blur=1"],
}


def pick(rng, dimensions, count):
    """`count` features at random as one text; sometimes written as people do: a feature twice, double blanks, 1.0."""
    known = ANYWHERE | (PLANE_ONLY if dimensions == 2 else {"gradient_z": [0]})
    names = list(known)
    tokens = ["original"] if rng.random() < 0.5 else []
    while len(tokens) < count:
        # The four common ones make half of what people train.
        common = ["gaussian_blur", "difference_of_gaussian", "laplace_box_of_gaussian_blur", "sobel_of_gaussian_blur"]
        name = str(rng.choice(common if rng.random() < 0.5 else names))
        if name not in known:
            continue
        number = known[name][int(rng.integers(len(known[name])))]
        tokens.append(f"{name}={float(number) if rng.random() < 0.1 else number}")
    return ("  " if rng.random() < 0.05 else " ").join(tokens)
