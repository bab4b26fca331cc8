#!/usr/bin/env python3
"""A worker process that speaks the protocol but computes nothing (Tests/WorkerClientTests/PlayedWorker.swift)."""

import json, os, signal, socket, sys, time
cache = os.environ["POCL_CACHE_DIR"]
stream = socket.socket(fileno=3).makefile("rw")


def say(word, value=None, **more):
    print(json.dumps({word: {**({} if value is None else {"_0": value}), **more}}), file=stream, flush=True)


engine = {"engine": {"version": "0", "device": "a script", "kind": "cpu"}, "warnings": []}
shape = {"positions": 1, "frames": 1, "slices": 1, "channels": 1, "size": {"width": 2, "height": 1, "depth": 1}}
report = {
    "layout": {"shape": shape, "pixelType": "uint8", "description": "plain"}, "objectsAfterSteps": [], "imageSHA256": "", "planes": [],
    "outputs": [], "timings": {"waited": 0, "read": 0, "compute": 0, "write": 0}, "warnings": [], "engine": engine,
}


def sign(word, value=None):
    say("underWay", {word: {} if value is None else {"_0": value}})


def start(notes):
    say("started", {**engine, "warnings": notes}, kernelsFailed=False)


def segment():
    say("finished", report)


# What a test wants `start` and `segment` to do instead.
exec(open(os.path.join(cache, "../acts.py")).read())

for line in stream:
    (word, request), = json.loads(line).items()
    if word == "start": start(request["notes"])
    elif word == "load": say("loaded")
    elif word == "probe": say("probed")
    elif word == "segment": segment()
