#!/bin/sh
# How the films here were made, with FFmpeg 5.1 and its libx264 and libx265, which Halcyon does not bundle.
# numbered-*: each frame shows its own number as ten bars, the lowest bit at the left, white for 1.
number="geq=lum='if(mod(floor(N/pow(2,floor(X/16))),2),235,16)':cb=128:cr=128"
source="color=gray:s=160x90:r=25:d=4.8"
ffmpeg -v error -y -f lavfi -i "$source" -vf "$number" -pix_fmt yuv420p -c:v libx264 -g 48 -bf 3 \
  -x264-params b-pyramid=normal:b-adapt=0:threads=1 -bitexact numbered-h264.mp4
ffmpeg -v error -y -i numbered-h264.mp4 -c copy -bitexact numbered-h264.ts
ffmpeg -v error -y -f lavfi -i "$source" -vf "$number" -pix_fmt yuv420p -c:v libx265 \
  -x265-params log-level=none:keyint=48:open-gop=1:bframes=4:pools=1 -bitexact numbered-hevc.mkv
# hidden-flashes: four single frames among frames that nothing is predicted from, no scene detection.
ffmpeg -v error -y -f lavfi -i "testsrc2=s=320x180:r=25:d=6" -f lavfi -i "smptehdbars=s=320x180:r=25:d=6" \
  -filter_complex "[0][1]overlay=enable='eq(n,33)+eq(n,58)+eq(n,91)+eq(n,118)'" -pix_fmt yuv420p -c:v libx264 \
  -g 250 -bf 3 -x264-params b-adapt=0:scenecut=0:b-pyramid=none:threads=1 -bitexact hidden-flashes.mp4
