"""in_a_frame.py PAGE WIDTH: a page that holds another one in a frame of that width, and says how wide that one is.

A headless browser's window cannot be as narrow as a telephone; a frame can.
"""
import html
import pathlib
import sys

page = html.escape(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"), quote=True)
width = sys.argv[2]
print(f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>frame</title></head><body>
<iframe id="frame" style="border: 0" width="{width}" height="800" srcdoc="{page}"></iframe><p id="answer"></p>
<script>
window.onload = function () {{
    const inside = document.getElementById('frame').contentDocument;
    const root = inside.documentElement, pictures = Array.from(inside.querySelectorAll('figure svg'));
    const boxes = pictures.map(picture => picture.getBoundingClientRect());
    document.getElementById('frame').removeAttribute('srcdoc');
    document.getElementById('answer').textContent = 'page width ' + Math.max(root.scrollWidth, inside.body.scrollWidth) +
        ' of {width}, figures wider than the page: ' + boxes.filter(box => box.right > {width}).length +
        ', figures without size: ' + boxes.filter(box => box.height < 100).length;
}};
</script></body></html>""")
