// Images in channels, results collected by their names (Nextflow 23.04 or later):
//
//     nextflow run nextflow.nf --images '/data/scope1/**.tif' --classifier /models/nuclei.cl --results /results
//
// What a name becomes is known beforehand: x.tif gives x_labels.tif, x_objects.csv and x_summary.json.
// The exit status 75 asks for another try, as do 137 and 143 of a task that was killed; 1 is an image that fails again.
params.images = null
params.classifier = null
params.results = 'results'
params.batch = 100

process SEGMENT {
    cpus 2
    memory '4 GB'
    maxRetries 3
    errorStrategy { task.exitStatus == 75 || task.exitStatus in 130..145 ? 'retry' : 'finish' }
    // A folder for each folder of images: wells are called alike on every plate.
    publishDir { "${params.results}/${folder}" }, mode: 'copy', saveAs: { it - 'results/' }

    input:
    path classifier
    tuple val(folder), path(images, stageAs: 'images/?/*')

    output:
    path 'results/**_labels.tif', emit: labels
    path 'results/**_objects.csv', emit: objects
    path 'results/**_summary.json', emit: summaries

    // Nextflow lays links to the images; results are named after the files that these lead to. Where an image that cannot be
    // segmented shall not stop the others, add `|| test \$? = 1`.
    script:
    """
    export POCL_CACHE_DIR="\${TMPDIR:-/var/tmp}/segmentd-kernels-\$(id -u)"
    mkdir -p "\$POCL_CACHE_DIR"
    find -L images -type f -print0 \\
        | segmentd run --classifier '${classifier}' --output-dir results --files-from - -0
    """
}

workflow {
    images = Channel.fromPath(params.images, checkIfExists: true)
        .map { image -> tuple(image.parent.toString().replaceFirst('^/', ''), image) }
        .groupTuple(size: params.batch, remainder: true)
    SEGMENT(file(params.classifier, checkIfExists: true), images)
}
