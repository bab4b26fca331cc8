"""Reading and making classifier files (.cl): enough of the grammar for APOC's own files, nothing more."""

import re

SPLIT = re.compile(r"if\(i(\d+)<([^)]+)\)\{")
WEIGHT = re.compile(r"s(\d+)\+=([^;]+);")


def header(text, key):
    """The value of a header line."""
    return re.search(rf"^{key} = (.*)$", text, re.MULTILINE).group(1)


def with_header(text, key, value):
    """The same file with another value in a header line."""
    return re.sub(rf"^{key} = .*$", f"{key} = {value}", text, count=1, flags=re.MULTILINE)


def parts(text):
    """The text before the trees, the trees, and the footer behind them."""
    declarations = list(re.finditer(r"^ float s\d+=0;\n", text, re.MULTILINE))
    start, end = declarations[-1].end(), text.index(" float max_s=s0;")
    return text[:start], text[start:end], text[end:]


def trees(text):
    """The forest as nested tuples, a tree each: (feature, threshold, less, otherwise), or a list of class weights."""
    classes = int(header(text, "num_classes"))
    lines = [line.strip() for line in parts(text)[1].splitlines()]
    forest, position = [], 0
    while position < len(lines):
        tree, position = node(lines, position, classes)
        forest.append(tree)
    return forest


def node(lines, position, classes):
    """The node that begins at a line, and the line behind it."""
    split = SPLIT.fullmatch(lines[position])
    if split:
        less, position = node(lines, position + 1, classes)
        assert lines[position] == "} else {", lines[position]
        otherwise, position = node(lines, position + 1, classes)
        assert lines[position] == "}", lines[position]
        return (int(split.group(1)), float(split.group(2)), less, otherwise), position + 1
    weights = [0.0] * classes
    while position < len(lines) and (weight := WEIGHT.fullmatch(lines[position])):
        weights[int(weight.group(1))] += float(weight.group(2))
        position += 1
    return weights, position


def repeated(text, size):
    """The same classifier with its trees repeated, as whole trees, until the file has `size` bytes."""
    before, body, footer = parts(text)
    # A tree ends at a brace in the first column.
    blocks = [block for block in re.split(r"(?<=\n}\n)", body) if block]
    length, chosen = len(before) + len(footer), []
    while length < size:
        chosen.append(blocks[len(chosen) % len(blocks)])
        length += len(chosen[-1])
    return with_header(before, "num_trees", len(chosen)) + "".join(chosen) + footer


def threshold(value):
    """A classifier that gives class 2 to pixels from `value` on, and class 1 to the others."""
    return f"""/*
OpenCL RandomForestClassifier
classifier_class_name = PixelClassifier
feature_specification = original
num_ground_truth_dimensions = 2
num_classes = 2
num_features = 1
max_depth = 1
num_trees = 1
feature_importances = 1.0
apoc_version = 0.12.0
*/
__kernel void predict (IMAGE_in0_TYPE in0, IMAGE_out_TYPE out) {{
 sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;
 const int x = get_global_id(0);
 const int y = get_global_id(1);
 const int z = get_global_id(2);
 float i0 = READ_IMAGE(in0, sampler, POS_in0_INSTANCE(x,y,z,0)).x;
 float s0=0;
 float s1=0;
if(i0<{float(value)}){{
 s0+=1.0;
}} else {{
 s1+=1.0;
}}
 float max_s=s0;
 int cls=1;
 if (max_s < s1) {{
  max_s = s1;
  cls=2;
 }}
 WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);
}}
"""
