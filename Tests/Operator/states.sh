# shellcheck shell=bash
# What the lab holds before the first command of an operator's page. Read after checks.sh.

# A workstation: a microscope's account that shares a group with people, its folder, and a classifier that somebody
# brought. Images that the microscope will write lie in /data/stock.
before_installation() {
    add_microscope
    cp "$fixtures/classifiers/nuclei.cl" "$fixtures/classifiers/bright.cl" "$root/root/"
    [ -z "$package" ] || cp "$package" "$root/root/"
    run install -d -m 755 -o scope -g scope $data
}
is_installed() { is_there /usr/bin/segmentd; }
# Alex, who looks after it: reads the journal, asks the daemon, works with the images.
add_people() {
    run useradd --create-home --groups segmentd,microscopy,systemd-journal alex
}
# What first-folder.md ends with.
first_folder() {
    run chgrp microscopy $data && run chmod 2770 $data && run usermod --append --groups microscopy segmentd
    run install -m 644 /root/nuclei.cl /etc/segmentd/nuclei.cl
    printf '[[folder]]\npath = "/data/scope1"\n\n    [[folder.recipe]]\n    classifier = "/etc/segmentd/nuclei.cl"\n' \
        | run tee /etc/segmentd/segmentd.toml > /dev/null
    run systemctl start segmentd
}
# Projects of ilastik that somebody brought: one, and the same with another forest.
ilastik_project() {
    cp "$fixtures/projects/nuclei.ilp" "$fixtures/projects/bright.ilp" "$root/root/"
}
