"""Puts the measured figures into the model's card and, between markers, into its README."""
import json
import re

BEGIN, END = "<!-- figures: written by ct_denoise.evaluate -->", "<!-- end of figures -->"


def table(figures):
    doses = [dose for dose in ("quarter", "tenth") if dose in figures]
    lines = ["| | " + " | ".join(f"{d} dose" for d in doses) + " |", "|---|" + "---|" * len(doses)]
    pair = lambda dose, key, places: "{:.{p}f} → {:.{p}f}".format(*figures[dose][key].values(), p=places)
    for key, name, places in (("psnr", "PSNR in the body, window −160…240 HU (dB)", 2), ("ssim", "SSIM, same", 3),
                              ("rmseBodyHU", "RMSE in the body (HU)", 1),
                              ("noiseSdSoftHU", "noise SD, flat soft tissue (HU)", 1)):
        lines.append(f"| {name}, low dose → denoised | " + " | ".join(pair(d, key, places) for d in doses) + " |")
    nlm = lambda d: "{psnr:.2f} dB, {ssim:.3f}".format(**figures[d]["nonLocalMeans"])
    lines.append("| non-local means told the true noise, PSNR, SSIM | " + " | ".join(nlm(d) for d in doses) + " |")
    for tissue in figures[doses[0]]["shiftHU"]:
        lines.append(f"| mean shift, {tissue} (HU) | " + " | ".join(f"{figures[d]['shiftHU'][tissue]:+.2f}" for d in doses) + " |")
    for disc in figures[doses[0]]["recoveredContrast"]:
        lines.append(f"| contrast left of a disc, {disc} | " + " | ".join(f"{figures[d]['recoveredContrast'][disc]:.0%}" for d in doses) + " |")
    for series in figures[doses[0]]["psnrGainBySeries"]:
        lines.append(f"| PSNR gain, {series} (dB) | " + " | ".join(f"{figures[d]['psnrGainBySeries'][series]:+.2f}" for d in doses) + " |")
    for key, name, places in (("psnr", "torso phantom, known truth, PSNR (dB)", 2), ("rmseBodyHU", "torso phantom, RMSE (HU)", 1)):
        phantom = {d: figures["phantom"][d][key] for d in doses}
        lines.append(f"| {name} | " + " | ".join(f"{phantom[d]['input']:.{places}f} → {phantom[d]['output']:.{places}f}" for d in doses) + " |")
    for tissue in figures["phantom"][doses[0]]["shiftHU"]:
        lines.append(f"| torso phantom, mean shift, {tissue} (HU) | "
                     + " | ".join(f"{figures['phantom'][d]['shiftHU'][tissue]:+.2f}" for d in doses) + " |")
    acquired = figures["acquired"]
    lines.append(f"\n{figures['slices']} slices. The acquired slices themselves have a noise SD of {acquired['noiseSdSoftHU']:.1f} HU in the "
                 f"same squares; denoising them changes the body by {acquired['changeRmsBodyHU']:.1f} HU RMS.")
    return "\n".join(lines)


def limits(figures):
    """The limits of the card; those with numbers are worded from the figures."""
    quarter, tenth = (figures[d]["recoveredContrast"] for d in ("quarter", "tenth"))
    share = lambda values, disc: f"{values[disc]:.0%}"
    return [
        "Trained on nine subjects, mostly thorax, of a few scanners; doses are simulated, never acquired.",
        "Small faint lesions lose contrast: of a 15 HU disc of 6 mm "
        f"{share(quarter, '15 HU 6 mm')} is left at a quarter dose and {share(tenth, '15 HU 6 mm')} at a tenth, "
        f"of a 40 HU disc of 10 mm {share(quarter, '40 HU 10 mm')} and {share(tenth, '40 HU 10 mm')} "
        "(means over held-out soft tissue; single ones fare worse).",
        f"Bone in noisy slices loses a few HU on average: {figures['quarter']['shiftHU']['bone']:+.1f} HU at a quarter dose, "
        f"{figures['tenth']['shiftHU']['bone']:+.1f} HU at a tenth (the other tissues: see the figures).",
        "Texture becomes smoother than that of a scan at full dose.",
        "Lung and other sharp kernels, head scans and children were hardly or never seen.",
        "Works on single slices: neighbouring slices are not used, and thin-slice flicker is not suppressed.",
    ]


def write_figures(folder, figures):
    file = folder / "card.json"
    card = json.loads(file.read_text())
    card["description"]["limits"] = limits(figures)
    card["description"]["figures"] = figures
    file.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    readme = folder / "README.md"
    if readme.exists():
        block = f"{BEGIN}\n{table(figures)}\n{END}"
        text = readme.read_text()
        readme.write_text(re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: block, text, flags=re.S))
